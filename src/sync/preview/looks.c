/* docs preview: what pages look like, and what shows them anew. */
#include "sync/preview/preview.h"

const char preview_style[] =
    ":root{color-scheme:light dark}"
    "body{font:16px/1.6 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem}"
    "nav{font-size:.875rem;margin-bottom:2rem}"
    "pre,code{font:.875em/1.5 ui-monospace,monospace}"
    "pre{padding:1rem;overflow:auto;background:#8881}"
    "table{border-collapse:collapse}td,th{border:1px solid #8886;padding:.4rem .6rem}"
    "img{max-width:100%}blockquote{margin-left:0;padding-left:1rem;border-left:3px solid #8886}"
    ".panel{padding:.1rem 1rem;margin:1rem 0;border-left:4px solid #36b;background:#36b2}"
    ".panel-note,.panel-warning{border-color:#b80;background:#b802}"
    ".panel-error{border-color:#c33;background:#c332}"
    ".panel-tip,.panel-success{border-color:#283;background:#2832}"
    ".problem{color:#c33}";

/* Headings get ids, so that links to them work; the page is shown anew when the files change. */
const char preview_script[] =
    "'use strict';\n"
    "const fold = text => text.toLowerCase().replace(/[^\\p{L}\\p{N}]/gu, '');\n"
    "function goto() {\n"
    "  let wanted = location.hash;\n"
    "  try { wanted = decodeURIComponent(wanted); } catch { /* a bare % */ }\n"
    "  wanted = fold(wanted);\n"
    "  for (const heading of document.querySelectorAll('h1,h2,h3,h4,h5,h6'))\n"
    "    if (wanted && fold(heading.textContent) === wanted) return heading.scrollIntoView();\n"
    "}\n"
    "addEventListener('hashchange', goto);\n"
    "goto();\n"
    "async function follow() {\n"
    "  const since = document.documentElement.dataset.version;\n"
    "  for (;;) {\n"
    "    try {\n"
    "      const answer = await fetch('/-/changes?' + since);\n"
    "      if (answer.ok && (await answer.text()).trim() !== since) return location.reload();\n"
    "    } catch { await new Promise(resolve => setTimeout(resolve, 1000)); }\n"
    "  }\n"
    "}\n"
    "follow();\n";
