// What a reader sees of a topic page. The tests put `return …;` behind this.

const content = document.querySelector(".page__content");

const isFormula = (node) => node.localName === "script" && node.type.startsWith("math/tex");
const isTypeset = (node) => /(^|\s)(MathJax|mjx-)/.test(node.getAttribute("class") || "");

// The text that is shown, white space as a browser shows it, line breaks as such, formulas as ⟦source⟧.
function shown(node) {
  return parts(node).join("").replace(/ *\n */g, "\n").replace(/ {2,}/g, " ").replace(/^[ \n]+|[ \n]+$/g, "");
}

function parts(node) {
  return [...node.childNodes].flatMap((child) => {
    if (child.nodeType === Node.TEXT_NODE) return [child.data.replace(/[ \t\n\r\f]+/g, " ")];
    if (child.nodeType !== Node.ELEMENT_NODE) return [];
    if (child.localName === "br") return ["\n"];
    if (isFormula(child)) return [`⟦${child.text}⟧`];
    if (isTypeset(child) || !child.checkVisibility()) return [];
    return parts(child);
  });
}

const colour = (node) => getComputedStyle(node).color;

function block(node) {
  return {
    tag: node.localName,
    id: node.id,
    classes: node.className,
    text: shown(node),
    visible: node.checkVisibility(),
    parts: [...node.children].filter((each) => each.localName !== "br").map((each) => each.localName),
    grey: [...node.querySelectorAll("pub")].map((each) => [shown(each), colour(each)]),
    red: [...node.querySelectorAll("highlighted")].map((each) => [shown(each), colour(each)]),
    bold: [...node.querySelectorAll(":scope > strong")].map(shown),
    italic: [...node.querySelectorAll(":scope > em")].map(shown),
    links: [...node.querySelectorAll("a[href]")].map((each) => ({
      text: shown(each),
      address: each.href,
      target: each.getAttribute("target"),
      style: each.getAttribute("style"),
    })),
    opens: [...node.querySelectorAll("a[onclick]")].map((each) => [shown(each), each.getAttribute("onclick")]),
    formulas: node.querySelectorAll(".mjx-chtml").length,
  };
}

// Everything on the page that could run, load or send something.
function active() {
  const elements = "script:not([type^='math/tex']), img, iframe, object, embed, form, input, style, link, svg, base, meta";
  const found = [...content.querySelectorAll(elements)].map((each) => each.outerHTML);
  for (const each of content.querySelectorAll("*")) {
    for (const { name, value } of each.attributes) {
      if (name.startsWith("on") && name !== "onclick") found.push(`${name}=${value}`);
      if (/^\s*(javascript|data|vbscript):/i.test(value)) found.push(`${name}=${value}`);
    }
  }
  return found;
}

function page() {
  return {
    title: document.title,
    layout: document.body.className,
    ids: [...document.querySelectorAll("[id]")].filter((each) => !each.closest("[class*='MathJax'], [class*='mjx-']"))
      .map((each) => each.id).filter((id) => !id.startsWith("MathJax")),
    blocks: [...content.children].map(block),
    loose: [...content.childNodes].filter((each) => each.nodeType === Node.TEXT_NODE).map((each) => each.data.trim()).join(""),
    active: active(),
  };
}

const open = () => [...content.querySelectorAll(".abs")].filter((each) => each.checkVisibility()).map((each) => [each.id, shown(each)]);
