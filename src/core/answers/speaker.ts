import type { ErrorReading } from './errorReading';
import { PRODUCTS, type Product, type ProductId } from './products';

/** Who speaks: the product whose words these are, or else the one whose marks the answer has. */
export function speakerOf(
  from: ProductId | undefined,
  headers: string,
  body: string,
  page: boolean,
): Pick<ErrorReading, 'speaker' | 'product'> {
  if (from === 'person') return { speaker: 'unknown' };
  if (from !== undefined && from !== 'gateway' && from !== 'network')
    return { speaker: PRODUCTS[from].speaker, product: PRODUCTS[from].name };
  const marked: Product | undefined = PRODUCT_LIST.find(
    ({ marks }) => marks !== undefined && ((headers !== '' && marks.test(headers)) || marks.test(body)),
  );
  // What stands in between leaves its marks on every answer that it passes on; its own answers are pages.
  if (marked?.speaker === 'between' && !page && /^\s*[{[]/.test(body)) return { speaker: 'gateway' };
  if (marked !== undefined) return { speaker: marked.speaker, product: marked.name };
  return { speaker: from === undefined ? 'unknown' : PRODUCTS[from].speaker };
}

const PRODUCT_LIST: readonly Product[] = Object.values(PRODUCTS);
