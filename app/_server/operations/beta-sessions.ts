import { EditionView } from '@/lib/beta/contract'
import { ChangesView } from '@/lib/beta/contract.changes'
import {
  BetaInvitationList,
  BetaReaderList,
  NewBetaInvitation,
  NewBetaInvitationView,
  NewReminders,
  RemindersView,
} from '@/lib/beta/contract.access'
import {
  BetaSessionChange,
  BetaSessionList,
  BetaSessionView,
  NewBetaSession,
  NewEdition,
  PredictionVerdict,
} from '@/lib/beta/contract.sessions'
import { BetaReport, JudgedPrediction, ReportQuery } from '@/lib/beta/contract.report'
import { PageQuery } from '@/lib/paging'
import type { Operation } from './operation'

/** The calls of who decides about what is beta read: sessions, editions, links, readers, the report. */
export const BETA_SESSION_OPERATIONS: readonly Operation[] = [
  {
    method: 'GET',
    path: '/api/v1/manuscripts/{id}/beta-sessions',
    summary: 'The beta sessions of a manuscript, newest first.',
    needs: 'manuscript decide',
    query: PageQuery,
    result: BetaSessionList,
    status: 200,
  },
  {
    method: 'POST',
    path: '/api/v1/manuscripts/{id}/beta-sessions',
    summary:
      'Sets up a beta session: the text of each chapter as it is now becomes the edition that readers read.',
    needs: 'manuscript decide',
    body: NewBetaSession,
    result: BetaSessionView,
    status: 201,
  },
  {
    method: 'GET',
    path: '/api/v1/beta-sessions/{id}',
    summary: 'One beta session with its editions, questions and content notes.',
    needs: 'beta session decide',
    result: BetaSessionView,
    status: 200,
  },
  {
    method: 'PATCH',
    path: '/api/v1/beta-sessions/{id}',
    summary: 'Changes what is named, or closes it now. Questions that keep their id keep their answers.',
    needs: 'beta session decide',
    body: BetaSessionChange,
    result: BetaSessionView,
    status: 200,
  },
  {
    method: 'DELETE',
    path: '/api/v1/beta-sessions/{id}',
    summary: 'Puts it into the trash for 30 days; then it is gone with all that guests left in it.',
    needs: 'beta session decide',
    status: 204,
  },
  {
    method: 'POST',
    path: '/api/v1/beta-sessions/{id}/restore',
    summary: 'Brings it back from the trash.',
    needs: 'beta session decide',
    result: BetaSessionView,
    status: 200,
  },
  {
    method: 'POST',
    path: '/api/v1/beta-sessions/{id}/editions',
    summary: 'Issues the text of a chapter as it is now as its next edition.',
    needs: 'beta session decide',
    body: NewEdition,
    result: BetaSessionView,
    status: 201,
  },
  {
    method: 'GET',
    path: '/api/v1/beta-sessions/{id}/editions/{editionId}',
    summary: 'An edition with its text, for its readers and for who decides about it.',
    needs: 'beta session read',
    result: EditionView,
    status: 200,
  },
  {
    method: 'GET',
    path: '/api/v1/beta-sessions/{id}/editions/{editionId}/changes',
    summary:
      'What changed since the earlier edition that you read; for who decides about it, since the one before.',
    needs: 'beta session read',
    result: ChangesView,
    status: 200,
  },
  {
    method: 'GET',
    path: '/api/v1/beta-sessions/{id}/invitations',
    summary: 'The links of a session that work, newest first, without their secrets.',
    needs: 'beta session decide',
    result: BetaInvitationList,
    status: 200,
  },
  {
    method: 'POST',
    path: '/api/v1/beta-sessions/{id}/invitations',
    summary:
      'Makes a link: personal, or with `maxUses` over 1 open to so many people. Only this answer holds it.',
    needs: 'beta session decide',
    body: NewBetaInvitation,
    result: NewBetaInvitationView,
    status: 201,
  },
  {
    method: 'DELETE',
    path: '/api/v1/beta-sessions/{id}/invitations/{invitationId}',
    summary: 'Revokes a link; with a personal one its reader’s devices are signed out.',
    needs: 'beta session decide',
    status: 204,
  },
  {
    method: 'GET',
    path: '/api/v1/beta-sessions/{id}/readers',
    summary: 'Everybody who has access, in the order in which they joined.',
    needs: 'beta session decide',
    result: BetaReaderList,
    status: 200,
  },
  {
    method: 'DELETE',
    path: '/api/v1/beta-sessions/{id}/readers/{readerId}',
    summary: 'Ends a reader’s access on all of his devices; what he gave stays.',
    needs: 'beta session decide',
    status: 204,
  },
  {
    method: 'POST',
    path: '/api/v1/beta-sessions/{id}/reminders',
    summary:
      'Reminds readers, each at most once in seven days: those who are named, or all who lag. Nobody who has handed in or stopped.',
    needs: 'beta session decide',
    body: NewReminders,
    result: RemindersView,
    status: 200,
  },
  {
    method: 'GET',
    path: '/api/v1/beta-sessions/{id}/report',
    summary: 'What came of a session: JSON, CSV or Markdown.',
    needs: 'beta session decide',
    query: ReportQuery,
    result: BetaReport,
    status: 200,
  },
  {
    method: 'PATCH',
    path: '/api/v1/beta-sessions/{id}/predictions/{predictionId}',
    summary: 'Says whether a prediction came true.',
    needs: 'beta session decide',
    body: PredictionVerdict,
    result: JudgedPrediction,
    status: 200,
  },
]
