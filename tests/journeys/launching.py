"""What somebody does to launch a consultation in a browser."""


def press(page, name, **more):
    """Press a button of the page itself."""
    page.get_by_role("main").get_by_role("button", name=name, **more).click()


def rehearse(page):
    """On the page before the launch: run the trial, and waive what does not pass."""
    press(page, "Run the trial responses")
    page.locator(".notice--success", has_text="trial responses were sent").wait_for()
    while page.get_by_text("Waive this check").count():
        page.get_by_text("Waive this check").first.click()
        page.locator("details[open] textarea[name=reason]").first.fill("The board has agreed to it.")
        page.locator("details[open]").get_by_role("button", name="Waive").first.click()
        page.wait_for_load_state()
