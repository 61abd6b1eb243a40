import { type Calls, exact, text } from '../calls.ts'

const calls: Calls = {
  known: [
    { method: 'GET', path: /^\/api\/greetings\/[a-z]+$/ },
    { method: 'POST', path: /^\/api\/greetings\/[a-z]+\/waves$/, json: exact({ words: text(), key: text() }) },
  ],
}

export default calls
