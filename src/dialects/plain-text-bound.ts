/** The most characters kept of the text of a plain answer whose provider reports no usage, for counting. */
export const maxPlainText = 1024 * 1024;
