import type { EventView } from "../rollouts/list-events.ts";
import { formatTime } from "./format-time.ts";
import type { Column } from "./table.ts";

export const eventColumns: readonly Column<EventView>[] = [
  { title: "TIME", cell: ({ at }) => formatTime(at) },
  { title: "WHAT", cell: ({ action }) => action },
  { title: "OF", cell: ({ subject }) => subject, maxWidth: 40 },
  { title: "BY", cell: ({ actor }) => actor, maxWidth: 40 },
  { title: "DETAILS", cell: ({ details }) => detailsText(details), maxWidth: 80 },
];

function detailsText(details: EventView["details"]): string {
  return Object.entries(details)
    .map(([name, value]) => `${name} ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(", ");
}
