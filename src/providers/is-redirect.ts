const firstRedirect = 300;
const firstError = 400;
const notModified = 304;

/** Whether a status sends its reader elsewhere. */
export function isRedirect(status: number): boolean {
  return status >= firstRedirect && status < firstError && status !== notModified;
}
