const lineFeed = 10;
const carriageReturn = 13;

/** Whether these bytes of an event stream end with a blank line, so that another event may follow. */
export function endsAtEventBorder(bytes: Uint8Array): boolean {
  const last = bytes[bytes.length - 1];
  const before = bytes[bytes.length - 2];
  if (last === lineFeed) {
    return before === lineFeed || (before === carriageReturn && bytes[bytes.length - 3] === lineFeed);
  }
  return last === carriageReturn && before === carriageReturn;
}
