/** What the days of a payment term may count from: the beginning of the plan, or something that happens later. */
export const termEvents = ['start', 'signed', 'delivered', 'accepted', 'invoiced'] as const;
export type TermEvent = (typeof termEvents)[number];

/** An event that has not happened when a plan begins. */
export type LaterEvent = Exclude<TermEvent, 'start'>;
