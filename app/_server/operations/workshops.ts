import { PageQuery } from '@/lib/paging'
import {
  MemberList,
  MemberRole,
  MemberView,
  NewWorkshop,
  WorkshopChange,
  WorkshopList,
  WorkshopView,
} from '@/lib/workshop/contract'
import type { Operation } from './operation'

/** The calls about workshops and their members. */
export const WORKSHOP_OPERATIONS: readonly Operation[] = [
  {
    method: 'GET',
    path: '/api/v1/workshops',
    summary: 'The workshops you are a member of.',
    needs: 'viewer',
    query: PageQuery,
    result: WorkshopList,
    status: 200,
  },
  {
    method: 'POST',
    path: '/api/v1/workshops',
    summary: 'Makes a workshop; you become its owner.',
    needs: 'viewer',
    body: NewWorkshop,
    result: WorkshopView,
    status: 201,
  },
  {
    method: 'GET',
    path: '/api/v1/workshops/{id}',
    summary: 'A workshop with its first 500 members.',
    needs: 'workshop see',
    result: WorkshopView,
    status: 200,
  },
  {
    method: 'PATCH',
    path: '/api/v1/workshops/{id}',
    summary: 'Renames a workshop.',
    needs: 'workshop host',
    body: WorkshopChange,
    result: WorkshopView,
    status: 200,
  },
  {
    method: 'GET',
    path: '/api/v1/workshops/{id}/members',
    summary: 'The members of a workshop.',
    needs: 'workshop see',
    query: PageQuery,
    result: MemberList,
    status: 200,
  },
  {
    method: 'PUT',
    path: '/api/v1/workshops/{id}/members/{userId}',
    summary:
      'Makes a person a member or gives a member another role; only owners make, change and remove owners.',
    needs: 'workshop host',
    body: MemberRole,
    result: MemberView,
    status: 200,
  },
  {
    method: 'DELETE',
    path: '/api/v1/workshops/{id}/members/{userId}',
    summary:
      'Removes a member, or yourself, with every share of manuscripts in this workshop except what he wrote.',
    needs: 'workshop host',
    status: 204,
  },
]
