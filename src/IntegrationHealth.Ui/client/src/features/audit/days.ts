/** Two days as a person picks them, both meant whole and in their own time zone, as the times that the server takes: the end not included. */
export function daysBetween(fromDay: string, toDay: string): { from?: string; to?: string } {
  const from = midnight(fromDay, 0);
  const to = midnight(toDay, 1);
  return { ...(from ? { from } : {}), ...(to ? { to } : {}) };
}

function midnight(day: string, later: number): string | null {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day) ?? [];
  if (!year || !month || !date) return null;
  const time = new Date(Number(year), Number(month) - 1, Number(date) + later);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}
