const day = 24 * 60 * 60 * 1000;

/**
 * What each customer owes, by how long it is overdue, with interest of 1 % for each started 30 days, rounded by invoice.
 *
 * @param {{ customer: string, cents: number, due: string, paid: number }[]} invoices cents and what is paid of them are
 *   whole numbers; `due` is a date such as `2026-03-01`
 * @param {string} today
 * @returns {{ customer: string, current: number, month: number, older: number, interest: number }[]} the customer that
 *   owes most first; of two that owe the same, the one with the earlier first invoice
 * @throws {TypeError} if a date is none
 */
export function agingReport(invoices, today) {
  const customers = [];
  for (const invoice of invoices) if (!customers.includes(invoice.customer)) customers.push(invoice.customer);
  return customers
    .map((customer) => {
      const row = { customer, current: 0, month: 0, older: 0, interest: 0 };
      for (const invoice of invoices.filter((other) => other.customer === customer)) {
        const owed = invoice.cents - invoice.paid;
        const late = daysBetween(invoice.due, today);
        if (late <= 0) row.current += owed;
        else if (late <= 30) row.month += owed;
        else row.older += owed;
        if (late > 0) row.interest += Math.round(owed * 0.01 * Math.ceil(late / 30));
      }
      return row;
    })
    .sort((a, b) => total(b) - total(a));
}

function total({ current, month, older, interest }) {
  return current + month + older + interest;
}

function daysBetween(from, to) {
  const days = Math.round((Date.parse(to) - Date.parse(from)) / day);
  if (Number.isNaN(days)) throw new TypeError(`${from} or ${to} is no date`);
  return days;
}
