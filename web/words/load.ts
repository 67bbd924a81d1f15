import type { Language } from '../board/site.ts'
import type { EditorWords } from './editor-en.ts'
import type { Words } from './en.ts'

/** The words of a language: each is a file of its own, so that a browser loads one. */
export const wordsOf: Readonly<Record<Language, () => Promise<Words>>> = {
  en: async () => (await import('./en.ts')).en,
  ar: async () => (await import('./ar.ts')).ar,
}

/** The words of the editor's pages, likewise. */
export const editorWordsOf: Readonly<Record<Language, () => Promise<EditorWords>>> = {
  en: async () => (await import('./editor-en.ts')).editorEn,
  ar: async () => (await import('./editor-ar.ts')).editorAr,
}
