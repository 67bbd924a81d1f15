/**
 * Extensions of a field that shows what neither the record nor the caller's role decides: who calls, or what is kept outside the log. An answer with
 * such a field is never kept for others.
 */
export const OF_THE_CALLER = { ofTheCaller: true } as const
