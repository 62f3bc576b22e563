import type { Language } from '../../languages.ts'

type Words = {
  title: string
  hub: string
  how: string
  /** What each number means, from one to five. */
  scale: readonly string[]
  /** Clockwise from the top. */
  fields: readonly { name: string; question: string }[]
}

export const capacityTexts: Record<Language, Words> = {
  tr: {
    title: 'Kapasite öz değerlendirme çarkı',
    hub: 'Kuruluşumuz bugün',
    how: 'Her alanda bugünkü durumumuza uyan sayıya bir not ya da tepki koyun. Sonra nerede farklı düşündüğümüzü ve nedenini konuşalım.',
    scale: [
      '1 – Henüz yok',
      '2 – Bazı kişilere bağlı',
      '3 – Var, her zaman işlemiyor',
      '4 – Yerleşik, düzenli işliyor',
      '5 – Güçlü, başkalarına da öğretiyoruz',
    ],
    fields: [
      { name: 'Yönetişim', question: 'Kararlar nasıl alınıyor, kim hesap veriyor?' },
      { name: 'Ekip', question: 'Doğru kişiler var mı, kendilerini geliştirebiliyorlar mı?' },
      { name: 'Mali kaynak', question: 'Önümüzdeki yılın giderleri güvence altında mı?' },
      { name: 'İş birliği ağı', question: 'Kimlerle çalışıyoruz, bize kim güveniyor?' },
      { name: 'İletişim', question: 'İnsanlara kendi dillerinde ulaşabiliyor muyuz?' },
      { name: 'Bilgi', question: 'Öğrendiklerimizi yazıyor, paylaşıyor muyuz?' },
      { name: 'Hak temelli çalışma', question: 'Kararlara konunun sahipleri de katılıyor mu?' },
      { name: 'Güvenlik', question: 'İnsanları, kişisel bilgileri ve ekibi koruyor muyuz?' },
    ],
  },
  en: {
    title: 'Capacity self-check wheel',
    hub: 'Our organisation today',
    how: 'In each field, put a note or a reaction on the number that fits us today. Then let’s talk about where we differ, and why.',
    scale: [
      '1 – Not there yet',
      '2 – Depends on a few people',
      '3 – There, but doesn’t always work',
      '4 – Established, works regularly',
      '5 – Strong, we teach it to others',
    ],
    fields: [
      { name: 'Governance', question: 'How are decisions made, and who answers for them?' },
      { name: 'People', question: 'Do we have the right people, and can they grow?' },
      { name: 'Money', question: 'Are next year’s costs secured?' },
      { name: 'Network', question: 'Whom do we work with, and who trusts us?' },
      { name: 'Communication', question: 'Do we reach people in their own languages?' },
      { name: 'Knowledge', question: 'Do we write down and share what we learn?' },
      { name: 'Rights-based work', question: 'Do those concerned take part in decisions?' },
      { name: 'Safety', question: 'Do we protect people, their data and our team?' },
    ],
  },
  ar: {
    title: 'عجلة التقييم الذاتي للقدرات',
    hub: 'أين نحن اليوم؟',
    how: 'ضعوا في كل مجال ملاحظة أو تفاعلًا على الرقم الذي يصف حالنا اليوم. ثم لنتحدث عمّا نختلف فيه، ولماذا.',
    scale: [
      '١ – غير موجود بعد',
      '٢ – يعتمد على بضعة أشخاص',
      '٣ – موجود لكنه لا يعمل دائمًا',
      '٤ – راسخ ويعمل بانتظام',
      '٥ – قوي ونعلّمه لغيرنا',
    ],
    fields: [
      { name: 'الحوكمة', question: 'كيف تُتخذ القرارات، ومن يُسأل عنها؟' },
      { name: 'الفريق', question: 'هل لدينا الأشخاص المناسبون، وهل تتطور قدراتهم؟' },
      { name: 'المال', question: 'هل نفقات العام القادم مضمونة؟' },
      { name: 'شبكة العلاقات', question: 'مع من نعمل، ومن يثق بنا؟' },
      { name: 'التواصل', question: 'هل نصل إلى الناس بلغاتهم؟' },
      { name: 'المعرفة', question: 'هل ندوّن ما نتعلمه ونشاركه؟' },
      { name: 'العمل القائم على الحقوق', question: 'هل يشارك أصحاب الشأن في القرارات؟' },
      { name: 'السلامة', question: 'هل نحمي الناس وبياناتهم وفريقنا؟' },
    ],
  },
  de: {
    title: 'Kapazitätenrad zur Selbsteinschätzung',
    hub: 'Unsere Organisation heute',
    how: 'Setzen Sie in jedem Feld eine Notiz oder Reaktion auf die Zahl, die heute auf uns zutrifft. Sprechen wir dann darüber, wo wir auseinanderliegen und warum.',
    scale: [
      '1 – Noch nicht vorhanden',
      '2 – Hängt an einzelnen Personen',
      '3 – Vorhanden, trägt nicht immer',
      '4 – Verankert, läuft verlässlich',
      '5 – Stark, wir geben es weiter',
    ],
    fields: [
      { name: 'Führung', question: 'Wie wird entschieden, und wer steht dafür ein?' },
      { name: 'Menschen', question: 'Sind die Richtigen dabei, und können sie sich entwickeln?' },
      { name: 'Geld', question: 'Sind die Kosten des nächsten Jahres gedeckt?' },
      { name: 'Netzwerk', question: 'Mit wem arbeiten wir, und wer vertraut uns?' },
      { name: 'Kommunikation', question: 'Erreichen wir die Menschen in ihren Sprachen?' },
      { name: 'Wissen', question: 'Halten wir fest, was wir lernen, und teilen wir es?' },
      { name: 'Rechtebasierte Arbeit', question: 'Entscheiden die mit, um die es geht?' },
      { name: 'Sicherheit', question: 'Schützen wir Menschen, ihre Daten und unser Team?' },
    ],
  },
  da: {
    title: 'Kapacitetshjul til selvvurdering',
    hub: 'Vores organisation i dag',
    how: 'Sæt i hvert felt en seddel eller en reaktion på det tal, der passer til os i dag. Lad os så tale om, hvor vi ser forskelligt på det, og hvorfor.',
    scale: [
      '1 – Findes ikke endnu',
      '2 – Hænger på enkelte personer',
      '3 – Findes, men virker ikke altid',
      '4 – Forankret, virker stabilt',
      '5 – Stærkt, vi lærer det fra os',
    ],
    fields: [
      { name: 'Ledelse', question: 'Hvordan træffes beslutninger, og hvem står til ansvar?' },
      { name: 'Mennesker', question: 'Har vi de rette, og kan de udvikle sig?' },
      { name: 'Penge', question: 'Er der dækning for næste års udgifter?' },
      { name: 'Netværk', question: 'Hvem arbejder vi med, og hvem har tillid til os?' },
      { name: 'Kommunikation', question: 'Når vi ud til folk på deres eget sprog?' },
      { name: 'Viden', question: 'Skriver vi ned og deler, hvad vi lærer?' },
      { name: 'Rettighedsbaseret arbejde', question: 'Er dem, det handler om, med til at beslutte?' },
      { name: 'Sikkerhed', question: 'Passer vi på mennesker, deres data og vores hold?' },
    ],
  },
  eu: {
    title: 'Gaitasunak autoebaluatzeko gurpila',
    hub: 'Gure erakundea gaur',
    how: 'Jarri arlo bakoitzean ohar bat edo erreakzio bat gaurko egoerari dagokion zenbakian. Gero hitz egin dezagun iritzi desberdinak non eta zergatik ditugun.',
    scale: [
      '1 – Oraindik ez dago',
      '2 – Pertsona gutxi batzuen esku dago',
      '3 – Badago, baina ez dabil beti',
      '4 – Sendotua, erregulartasunez dabil',
      '5 – Indartsua, besteei ere irakasten diegu',
    ],
    fields: [
      { name: 'Gobernantza', question: 'Nola hartzen dira erabakiak, eta nork ematen ditu kontuak?' },
      { name: 'Jendea', question: 'Baditugu pertsona egokiak, eta gara daitezke?' },
      { name: 'Dirua', question: 'Ziurtatuta daude datorren urteko gastuak?' },
      { name: 'Sarea', question: 'Norekin egiten dugu lan, eta nor fio da gutaz?' },
      { name: 'Komunikazioa', question: 'Iristen al gara jendearengana haien hizkuntzan?' },
      { name: 'Ezagutza', question: 'Idatzi eta partekatzen al dugu ikasten duguna?' },
      {
        name: 'Eskubideetan oinarritutako lana',
        question: 'Parte hartzen al dute erabakietan gaiak ukitzen dituenek?',
      },
      { name: 'Segurtasuna', question: 'Babesten al ditugu jendea, haien datuak eta taldea?' },
    ],
  },
}
