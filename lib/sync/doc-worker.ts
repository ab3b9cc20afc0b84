import { answerWork } from '@/lib/thread'
import { doDocWorkHere, type DocWork } from './doc-work'

answerWork<DocWork>(doDocWorkHere)
