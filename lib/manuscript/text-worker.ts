import { answerWork } from '@/lib/thread'
import { doTextWorkHere, type TextWork } from './text-work'

answerWork<TextWork>(doTextWorkHere)
