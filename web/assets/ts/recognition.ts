/** What we use of the browser's own recognition of speech. TypeScript does not know it, and not every browser has it. */
export interface Recognition extends EventTarget {
  lang: string
  continuous: boolean
  processLocally?: boolean
  start(): void
  stop(): void
  abort(): void
}

export interface Heard extends Event {
  resultIndex: number
  results: ArrayLike<ArrayLike<{ transcript: string }> & { isFinal: boolean }>
}

export interface RecognitionClass {
  new (): Recognition
  available?: (wanted: { langs: string[]; processLocally: boolean }) => Promise<string>
}

/** The browser's class, under either of its names, or none. */
export function recognitionClass(): RecognitionClass | undefined {
  const names = window as unknown as Record<string, RecognitionClass | undefined>
  return names.SpeechRecognition ?? names.webkitSpeechRecognition
}

/** Whether this device understands the language by itself. Browsers that cannot say send the sound away. */
export async function worksHere(Class: RecognitionClass, language: string): Promise<boolean> {
  try {
    return (await Class.available?.({ langs: [language], processLocally: true })) === 'available'
  } catch {
    return false
  }
}
