import type { GraphiQLProps } from 'graphiql'

type EditorStorage = NonNullable<GraphiQLProps['storage']>

/**
 * `inner`, except that no request headers are ever written to it: they hold tokens, and whatever is stored stays after the tab is closed.
 * GraphiQL leaves headers out of its saved tabs, but its history (5.4: plugin-history, `addToHistory`) saves them whatever the settings say.
 */
export function withoutHeaders(inner: Storage): EditorStorage {
  return {
    get length() {
      return inner.length
    },
    getItem: (key) => inner.getItem(key),
    setItem: (key, value) => inner.setItem(key, redactHeaders(value)),
    removeItem: (key) => inner.removeItem(key),
    clear: () => inner.clear(),
  }
}

function redactHeaders(value: string): string {
  if (!value.includes('"headers"')) return value
  try {
    return JSON.stringify(JSON.parse(value), (key: string, field: unknown) => (key === 'headers' ? undefined : field))
  } catch {
    // Not one of GraphiQL's lists but an editor's text that happens to hold the word; headers typed by the reader come as their own key.
    return value
  }
}
