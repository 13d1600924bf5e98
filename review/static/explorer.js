// Datasette leaves fields without names and the page without a language: people who hear it need both.
const NAMES = {
  "[name^=_filter_column]": "Column",
  "[name^=_filter_op]": "Comparison",
  "[name^=_filter_value]": "Value",
  "[name=_sort]": "Sort by",
  ".CodeMirror textarea, textarea[name=sql]": "Question in SQL",
  "a.cross": "Take this away",
};

document.documentElement.lang = "en-GB";
// Its own scripts make the field for SQL as the page loads.
addEventListener("load", () => {
  for (const [fields, name] of Object.entries(NAMES)) {
    for (const field of document.querySelectorAll(fields)) field.setAttribute("aria-label", name);
  }
  // What scrolls by itself must be reached by keys.
  for (const table of document.querySelectorAll(".table-wrapper")) {
    table.tabIndex = 0;
    table.setAttribute("role", "region");
    table.setAttribute("aria-label", "Rows");
  }
});
