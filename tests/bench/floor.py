"""The floor: the least a Textual program with a table can be."""

from textual.app import App, ComposeResult
from textual.widgets import DataTable

ROWS = [(f"Member {i:04d}", f"M{i:08d}", "standard", i % 40, 120 - i % 40, "ok") for i in range(35)]


class Floor(App[None]):
    def compose(self) -> ComposeResult:
        yield DataTable[object](cursor_type="row")

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_columns("Name", "Id", "Program", "Used", "Left", "State")
        table.add_rows(ROWS)


if __name__ == "__main__":
    Floor().run()
