/** What a detector's finding is called in a placeholder: `email` for `pii/email`, `national-id` for `pii/national-id/es-dni`. */
export function placeholderName(detector: string): string {
  const [id = "value", rule = id] = detector.split("/");
  return rule;
}
