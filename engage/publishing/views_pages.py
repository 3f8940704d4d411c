"""Pages about the site, and the sections that posts belong to."""

from flask import abort, flash, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from engage.core import navigation
from engage.core.access import requires, viewer
from engage.core.errors import Refused
from engage.core.pages import page, see_other
from engage.publishing import actions, queries, rights
from engage.publishing.blueprint import blueprint
from engage.publishing.forms import NewSectionForm, PageForm, SectionForm
from engage.publishing.gate import say
from engage.publishing.meanwhile import saved_words
from engage.publishing.views_editing import rendered

navigation.add("staff", "publishing_staff.pages", "Pages and sections", 20, rights.EDIT_PAGES)
USUAL_PAGES = {
    "about": "About this site",
    "help": "Help",
    "privacy": "Privacy",
    "cookies": "Cookies",
    "accessibility": "Accessibility statement",
    "moderation-policy": "Moderation policy",
}


@blueprint.get("/pages/")
@requires(rights.EDIT_PAGES)
def pages() -> Response:
    """The pages about the site and the sections of posts."""
    written = {row.slug: row for row in queries.site_pages()}
    missing = {slug: title for slug, title in USUAL_PAGES.items() if slug not in written}
    return page("publishing/pages.html", written=written, missing=missing, sections=queries.post_sections())


@blueprint.route("/pages/<slug>/", methods=["GET", "POST"])
@requires(rights.EDIT_PAGES)
def edit_page(slug: str) -> Response:
    """Write a page about the site."""
    row = queries.site_page(slug)
    if row is None and slug not in USUAL_PAGES:
        abort(404)
    held = (row.title, row.body) if row else (USUAL_PAGES[slug], "")
    form = PageForm(title=held[0], body=held[1], base=actions.base_of(row))
    shown: Markup | None = None
    if form.validate_on_submit():
        if request.form.get("do") != "preview":
            if saved_words(row, slug, form, lambda: _save_page(slug, form)):
                flash("Saved. It is public now.", "success")
                return see_other(url_for(".pages"))
        else:
            shown = _previewed(form)
    return page("publishing/page.html", 422 if form.errors else 200, form=form, slug=slug, row=row, shown=shown)


def _save_page(slug: str, form: PageForm) -> None:
    title, body = form.title.data or "", form.body.data or ""
    actions.save_page(viewer(), slug=slug, title=title, body=body, base=form.base.data or "")


def _previewed(form: PageForm) -> Markup | None:
    try:
        return rendered(form.body.data or "")
    except Refused as refusal:
        say(form, refusal)
    return None


@blueprint.route("/sections/new/", methods=["GET", "POST"])
@requires(rights.EDIT_PAGES)
def new_section() -> Response:
    """Add a section for posts."""
    form = NewSectionForm()
    if form.validate_on_submit():
        try:
            actions.add_section(
                viewer(),
                slug=form.slug.data or "",
                name=form.name.data or "",
                singular=form.singular.data or "",
                introduction=form.introduction.data or "",
            )
        except Refused as refusal:
            say(form, refusal)
        else:
            flash("The section is added.", "success")
            return see_other(url_for(".pages"))
    return page("publishing/section.html", 422 if form.errors else 200, form=form, section=None)


@blueprint.route("/sections/<slug>/", methods=["GET", "POST"])
@requires(rights.EDIT_PAGES)
def section(slug: str) -> Response:
    """Change how a section is called and introduced."""
    row = queries.post_section(slug) or abort(404)
    form = SectionForm(obj=row, data={"base": actions.base_of(row)})

    def save() -> None:
        said = {name: form[name].data or "" for name in ("name", "singular", "introduction", "base")}
        actions.change_section(viewer(), section=row, **said)

    if form.validate_on_submit() and saved_words(row, slug, form, save):
        flash("Saved.", "success")
        return see_other(url_for(".pages"))
    return page("publishing/section.html", 422 if form.errors else 200, form=form, section=row)
