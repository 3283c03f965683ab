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

const shownHashLength = 12;

function detailsText({ from, to, hash, ...others }: EventView["details"]): string {
  const moved = to === undefined ? [] : [`${show(from ?? "none")} → ${show(to ?? "none")}`];
  const hashed = typeof hash === "string" ? [`hash ${hash.slice(0, shownHashLength)}`] : [];
  return [...moved, ...Object.entries(others).map(([name, value]) => `${name} ${show(value)}`), ...hashed].join(", ");
}

function show(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
