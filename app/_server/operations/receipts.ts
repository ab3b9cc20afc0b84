import { ThreadView } from '@/lib/critique/contract'
import { ReceiptBody, ReceiptOffer, ReceiptsTold, ReceiptsWaiting } from '@/lib/critique/contract.receipts'
import type { Operation } from './operation'

/** The calls that say what became of notes. */
export const RECEIPT_OPERATIONS: readonly Operation[] = [
  {
    method: 'GET',
    path: '/api/v1/threads/{id}/receipt',
    summary: 'The change of a thread’s words that a receipt could be linked to now; null when there is none.',
    needs: 'manuscript edit',
    result: ReceiptOffer,
    status: 200,
  },
  {
    method: 'PUT',
    path: '/api/v1/threads/{id}/receipt',
    summary:
      'Says what became of a thread, if wished with the change of its words. Nobody else sees it until the critics are told.',
    needs: 'manuscript edit',
    body: ReceiptBody,
    result: ThreadView,
    status: 200,
  },
  {
    method: 'DELETE',
    path: '/api/v1/threads/{id}/receipt',
    summary: 'Takes a receipt back that was not told yet; what was told before it stands again.',
    needs: 'manuscript edit',
    status: 204,
  },
  {
    method: 'GET',
    path: '/api/v1/chapters/{id}/receipts',
    summary: 'What is marked in a chapter and not told yet, by critic.',
    needs: 'manuscript edit',
    result: ReceiptsWaiting,
    status: 200,
  },
  {
    method: 'POST',
    path: '/api/v1/chapters/{id}/receipts',
    summary:
      'Tells each critic with one notice what became of his notes. 409 when there is nothing to tell; those whom a blind round binds are told later.',
    needs: 'manuscript edit',
    result: ReceiptsTold,
    status: 200,
  },
]
