// What the page's own routes answer with: web/chat/page.py.
export interface Choice {
  title: string
  value: string
}

export interface Message {
  seq: number
  from: 'bot' | 'person'
  text: string
  choices: Choice[]
  kind: 'say' | 'ask' | 'safety' | 'readback'
  picture?: string
  /** Named where it is not the page's own language. */
  lang?: string
}

export interface Update {
  messages: Message[]
  choices: Choice[]
  question: string
  waiting: boolean
  closed: boolean
  again: boolean
  turn_id: string
}

export interface Problem {
  error: string
  message: string
}
