"""The rules that hold or flag a text: pure, and linear in its length."""
