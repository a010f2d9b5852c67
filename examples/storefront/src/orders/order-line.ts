export interface OrderLine {
  readonly order: string;
  readonly sku: string;
  readonly quantity: number;
  /** In cents, per item, when the order was placed. */
  readonly price: number;
}
