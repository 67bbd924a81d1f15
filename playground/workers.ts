import EditorWorker from 'monaco-editor/esm/vs/editor/editor.worker.js?worker'
import JsonWorker from 'monaco-editor/esm/vs/language/json/json.worker.js?worker'
import GraphQLWorker from 'monaco-graphql/esm/graphql.worker.js?worker'

/**
 * The background worker for one of the editor's languages; the plain one for any other label.
 * Each is a file of our own origin. The editor's own fallback builds workers from blob: URLs, which the page's policy refuses.
 */
export function startWorker(label: string): Worker {
  if (label === 'graphql') return new GraphQLWorker()
  if (label === 'json') return new JsonWorker()
  return new EditorWorker()
}
