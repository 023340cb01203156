"""Words of distress outside written Vietnamese: Khmer, chat language, dialect."""

#: Concept of crisis_words.py → its words in Khmer, which has no spaces: they stand anywhere in the query.
KHMER: dict[str, str] = {
    "me": "ខ្ញុំ កូនខ្ញុំ យើង",
    "child": "កូន កូនស្រី កូនប្រុស ប្អូន",
    "friend": "មិត្តខ្ញុំ មិត្តភក្តិ",
    "they": "គេ គាត់ ពួកគេ វាបាន",
    "stranger": "មនុស្សចម្លែក បុរស អ្នកណា មនុស្សមិនស្គាល់",
    "adult": "គ្រូ លោកគ្រូ អ្នកជិតខាង ចៅហ្វាយ",
    "family": "ឪពុក ម្តាយ ម៉ាក់ ប៉ា ឪពុកចុង ពូ មា ជីតា បង ប្តី",
    "parent": "ឪពុក ម្តាយ ម៉ាក់ ប៉ា ឪពុកចុង មា ជីតា ប្តី",
    "blood": "ឈាម",
    "partner": "សង្សារ មិត្តប្រុស ប្តី អតីតសង្សារ",
    "peer": "មិត្តរួមថ្នាក់ សិស្ស ក្នុងថ្នាក់",
    "passive": "ត្រូវគេ ត្រូវបាន ត្រូវ",
    "not": "មិន អត់ កុំ គ្មាន លែង",
    "want": "ចង់ គិតចង់ គិតពី",
    "die": "ស្លាប់ ងាប់",
    "live": "រស់",
    "suicide": "សម្លាប់ខ្លួន អត្តឃាត ចងកសម្លាប់ ធ្វើអត្តឃាត កាត់ដៃខ្លួន ធ្វើបាបខ្លួនឯង ធុញនឹងជីវិត",
    "life": "ជីវិត",
    "cut": "កាត់ អារ",
    "skin": "ដៃ កដៃ",
    "pills": "ថ្នាំ",
    "swallow": "លេប ផឹក",
    "jump": "លោត",
    "high": "ស្ពាន អគារ",
    "image": "រូប រូបថត រូបភាព វីដេអូ ក្លីប",
    "intimate": "អាក្រាត ស្រាត ទម្លុះ សិចស៊ី សម្ងាត់",
    "nudes": "រូបអាក្រាត រូបស្រាត",
    "publish": "បង្ហោះ ផ្សាយ ចែករំលែក ទម្លាយ",
    "send": "ផ្ញើ",
    "record": "ថត",
    "spycam": "លួចថត",
    "undress": "ដោះខោអាវ ដោះអាវ ស្រាតកាយ",
    "keep": "មានរូប ទុករូប",
    "rape": "រំលោភ បៀតបៀន ចាប់រំលោភ ប៉ះពាល់រាងកាយ ប៉ះពាល់ខ្លួន ស្ទាបខ្លួន រួមភេទ",
    "touch": "ប៉ះ ស្ទាប ឱប ថើប",
    "sex": "រួមភេទ ដេកជាមួយ",
    "pregnant": "មានផ្ទៃពោះ មានកូន",
    "meet": "ជួប ណាត់ជួប",
    "alone": "តែពីរនាក់ ម្នាក់ឯង",
    "hotel": "សណ្ឋាគារ ផ្ទះសំណាក់",
    "secret": "រក្សាការសម្ងាត់ កុំប្រាប់",
    "threat": "គំរាម គំរាមកំហែង បន្លាច",
    "force": "បង្ខំ",
    "ask": "ទារ សុំ ប្រាប់ឱ្យ ឱ្យខ្ញុំ",
    "lure": "លួងលោម បោកបញ្ឆោត បោក",
    "cheat": "បោក ឆបោក បោកប្រាស់",
    "money": "លុយ ប្រាក់ ប្រាក់កាស",
    "sextortion": "ជំរិត",
    "kidnap": "ចាប់ពង្រត់ បង្ខាំង ឃុំខ្ញុំ ឃុំខ្លួន ឃុំឃាំង ចាប់ឃុំ ចាប់ខ្ញុំ ចាប់ជំរិត ជួញដូរមនុស្ស លក់ខ្ញុំ",
    "sos": "សុំជំនួយ ជួយខ្ញុំ ជួយផង សង្គ្រោះ",
    "scared": "ខ្ញុំខ្លាច ខ្ញុំភ័យ ភ័យខ្លាច",
    "captive": "ឃុំ ចាប់",
    "let": "ឱ្យចេញ ឱ្យទៅផ្ទះ ទៅផ្ទះវិញ ឱ្យទៅណា",
    "stalk": "តាមដាន តាមខ្ញុំ",
    "kill": "សម្លាប់",
    "hack": "ហេក លួចគណនី",
    "account": "គណនី ហ្វេសប៊ុក",
    "bullied": "ធ្វើបាប សម្លុត ជេរប្រមាថ ហិង្សា វាយដំ",
    "hit": "វាយ ទះ ធាក់",
    "insult": "ជេរ សើចចំអក មើលងាយ និយាយដើម ស្អប់",
    "help": "ជួយ ជំនួយ",
    "please": "ផង បន្ទាន់",
    "need": "ត្រូវការ ចង់និយាយ",
    "fear": "ខ្លាច ភ័យ បារម្ភ",
    "very": "ណាស់ ពេក ទៀតទេ",
    "sad": "ពិបាកចិត្ត កើតទុក្ខ ឈឺចាប់ យំ",
    "despair": "អស់សង្ឃឹម ធ្លាក់ទឹកចិត្ត ឯកា ឯកោ",
    "depressed": "បាក់ទឹកចិត្ត ជំងឺធ្លាក់ទឹកចិត្ត",
    "no_one": "គ្មានអ្នកណា គ្មាននរណា",
    "understand": "យល់ ជួយ ស្តាប់ ស្រឡាញ់",
    "lost_how": "មិនដឹងធ្វើយ៉ាងណា ធ្វើម៉េច ធ្វើដូចម្តេច",
    "dare": "មិនហ៊ាន អត់ហ៊ាន",
    "tell": "ប្រាប់ និយាយ",
    "school": "សាលា",
    "home": "ផ្ទះ",
    "runaway": "រត់ចេញពីផ្ទះ",
    "material": "មេរៀន ឯកសារ លំហាត់ ការពារកុមារ ប្រកួត",
}  # fmt: skip
_SPOKEN = (
    "e=em mik=mình mk=mình mềnh=mình mih=mình tuii=tui tuôi=tôi iem=em eim=em êm=em cta=chúng_ta ngta=người_ta"
    " mún=muốn mun=muốn múnn=muốn mốn=muốn chớt=chết chít=chết chếc=chết chếk=chết chếtt=chết cheek=chết hem=không"
    " hông=không hổng=không hỏng=không hong=không hok=không hk=không kh=không khum=không khom=không hum=không"
    " hôk=không khôg=không kp=không_phải kbh=không_bao_giờ kb=không_biết kbt=không_biết kbiet=không_biết doạ=dọa"
    " khoả=khỏa wá=quá wa=quá qá=quá lun=luôn lém=lắm lúm=lắm rùi=rồi rầu=rồi gòi=rồi ròi=rồi ùi=rồi h=giờ"
    " bh=bây_giờ bjo=bây_giờ bgio=bây_giờ đc=được zô=vô dô=vô zậy=vậy dzậy=vậy dị=vậy z=vậy zới=với dới=với"
    " zoi=với zì=gì jì=gì ji=gì gj=gì cíu=cứu kíu=cứu cứuu=cứu giúpp=giúp júp=giúp zúp=giúp bít=biết bik=biết"
    " biếc=biết thik=thích thít=thích bùn=buồn bun=buồn bùnn=buồn khók=khóc khok=khóc xợ=sợ sợợ=sợ ngủm=chết"
    " qh=quan_hệ qhtd=quan_hệ_tình_dục htd=hiếp_dâm xhtd=xâm_hại_tình_dục ny=người_yêu nyc=người_yêu_cũ"
    " ex=người_yêu_cũ bf=bạn_trai gf=bạn_gái bx=vợ ox=chồng bme=bố_mẹ bm=bố_mẹ bamẹ=ba_mẹ bame=ba_mẹ gđ=gia_đình"
    " gv=giáo_viên gvcn=giáo_viên hs=học_sinh ng=người ngừi=người ngườii=người ngkhac=người_khác nch=nói_chuyện"
    " nc=nói_chuyện ib=nhắn inb=nhắn inbox=nhắn pm=nhắn rep=nhắn fb=facebook fbook=facebook ins=instagram ig=instagram"
    " tiktik=tiktok zl=zalo tele=telegram ff=free_fire lq=liên_quân tr=triệu ktx=ký_túc_xá blhđ=bạo_lực_học_đường"
    " trg=trong trog=trong lm=làm lèm=làm nv=như_vậy dthoai=điện_thoại đt=điện_thoại sđt=số_điện_thoại"
    " mn=mọi_người mng=mọi_người ae=anh_em ace=anh_chị ck=chồng vk=vợ cr=crush od=overdose"
    " quýnh=đánh quánh=đánh oánh=đánh uýnh=đánh wýnh=đánh đánk=đánh pic=ảnh hìh=hình ảh=ảnh vid=video rờ=sờ"
    " goi=goi gởi=gửi tau=tao mi=mày hắn=nó ổng=ông_ấy thẩy=thầy bả=bà_ấy ẻm=em tía=cha mạ=mẹ trc=trước ms=mới"
    " ntn=như_thế_nào lsao=làm_sao lgi=làm_gì lmj=làm_gì lmg=làm_gì vs=với wit=với idk=dont_know u=you ur=your"
    " plss=please plzz=please bc=because rn=right_now abt=about ppl=people smth=something"
)
#: Chat language and dialect beside the abbreviations of search/query/spelling.py: typed → meant.
SLANG: dict[str, str] = dict(pair.split("=") for pair in _SPOKEN.split())
