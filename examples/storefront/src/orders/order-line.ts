export interface OrderLine {
  readonly order: string;
  readonly sku: string;
  readonly quantity: number;
  /** In cents, for one, as it was when the order was placed. */
  readonly price: number;
}
