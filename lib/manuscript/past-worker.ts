import { answerWork } from '@/lib/thread'
import { doPastWorkHere, type PastWork } from './past-work'

answerWork<PastWork>(doPastWorkHere)
