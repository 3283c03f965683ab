import { HoldfastError } from "../../errors.ts";

const maxPageSize = 1000;

/** The limit of a list, checked: a whole number from 1 to 1,000. Throws `request-invalid`. */
export function pageSize(limit: number): number {
  if (Number.isInteger(limit) && limit >= 1 && limit <= maxPageSize) return limit;
  throw new HoldfastError("request-invalid", {
    message: `"limit" must be a whole number from 1 to ${maxPageSize}.`,
    param: "limit",
  });
}
