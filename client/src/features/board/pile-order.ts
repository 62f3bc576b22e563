import type { Item } from '@meydan/shared/documents/board/records'
import { byOrder } from '@meydan/shared/documents/order'

type Piled = { item: Exclude<Item, { type: 'frame' }> }

/** Everything from the bottom of the pile up. A theme lies right under its notes, wherever their own orders would put them. */
export function pileOrder<V extends Piled>(items: ReadonlyMap<string, V>): V[] {
  const holder = ({ item }: V): Item => (item.type === 'note' && item.theme && items.get(item.theme)?.item) || item
  return [...items.values()].sort((a, b) => {
    const [above, below] = [holder(a), holder(b)]
    if (above.id !== below.id) return byOrder(above, below)
    if (above.id === a.item.id) return above.id === b.item.id ? 0 : -1
    return below.id === b.item.id ? 1 : byOrder(a.item, b.item)
  })
}
