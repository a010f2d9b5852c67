export interface Store {
  readonly id: string;
  readonly town: string;
  readonly opens: string;
  readonly closes: string;
}

export const stores: ReadonlyMap<string, Store> = new Map(
  [
    { id: '1', town: 'Old Harbour', opens: '09:00', closes: '19:00' },
    { id: '2', town: 'Mill Lane', opens: '10:00', closes: '20:00' },
    { id: '3', town: 'North Gate', opens: '09:30', closes: '18:30' },
    { id: '4', town: 'Station Square', opens: '08:00', closes: '22:00' },
  ].map((store) => [store.id, store]),
);
