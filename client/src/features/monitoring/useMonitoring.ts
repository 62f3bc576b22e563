import { type MonitoringView, readMonitoring, readProgrammeMonitoring } from '@meydan/shared/contracts/monitoring'
import { computed, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { call } from '../../api.ts'
import { useLoad } from '../../ui/useLoad.ts'

export type MonitoredPlace = { roomId?: string | undefined; programmeId?: string | undefined }

const ID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

/** What became of a room's or a programme's plans; what is chosen stands in the address, so that it can be sent on. */
export function useMonitoring(place: () => MonitoredPlace) {
  const route = useRoute()
  const router = useRouter()
  const chosenAs = (name: string) => {
    const value = route.query[name]
    return typeof value === 'string' && ID.test(value) ? value : ''
  }
  const choose = (name: string, value: string) =>
    void router.replace({ query: { ...route.query, [name]: value || undefined } })
  const organisationId = computed({
    get: () => chosenAs('organisation'),
    set: (id: string) => choose('organisation', id),
  })
  const documentId = computed({ get: () => chosenAs('plan'), set: (id: string) => choose('plan', id) })

  const loaded = useLoad((): Promise<MonitoringView> => {
    const query = {
      ...(organisationId.value && { organisationId: organisationId.value }),
      ...(documentId.value && { documentId: documentId.value }),
    }
    const { roomId, programmeId } = place()
    return programmeId
      ? call(readProgrammeMonitoring, { params: { programmeId }, query })
      : call(readMonitoring, { params: { roomId: roomId! }, query })
  })
  watch([organisationId, documentId, () => place().roomId, () => place().programmeId], () => void loaded.reload())
  const clear = () => void router.replace({ query: { ...route.query, organisation: undefined, plan: undefined } })
  return { ...loaded, organisationId, documentId, clear }
}
