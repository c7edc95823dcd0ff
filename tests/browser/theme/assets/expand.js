// What the link "Abstract" of a paper calls with the id of its abstract.
function expandABS(id) {
  const style = document.getElementById(id).style;
  style.display = style.display === "none" ? "block" : "none";
}
