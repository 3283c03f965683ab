const byteOrderMark = "\u00ef\u00bb\u00bf";
const line = /[^\r\n]+/g;
/** The one field that is wanted, and its colon. */
const dataField = "data:";

/**
 * An event's text with everything that is not data turned into spaces, so that what stands in the data stands at its own
 * place in the event. Data over several lines stays readable, as JSON may have spaces between its tokens.
 */
export function sseDataView(event: string): string {
  let view = "";
  line.lastIndex = 0;
  for (let match = line.exec(event); match !== null; match = line.exec(event)) {
    const start = match.index + (match[0].startsWith(byteOrderMark) ? byteOrderMark.length : 0);
    if (!event.startsWith(dataField, start)) continue;
    const from = start + dataField.length;
    view += `${" ".repeat(from - view.length)}${event.slice(from, line.lastIndex)}`;
  }
  return view;
}
