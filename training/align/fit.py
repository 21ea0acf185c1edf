#!/usr/bin/env python3
"""Learns the weights of crates/headwater/models/align/weights.toml.

    fit.py RECORDS_DIR CASES_DIR

RECORDS_DIR holds NAME.jsonl, what `headwater read --format jsonl --no-clean` wrote for the case CASES_DIR/NAME; how its
claims are joined does not matter, only where its clauses stand. Prints the mean F1 of joined pairs by threshold, each case
by weights learnt from the others, then the weights learnt from all. Needs numpy and scikit-learn.
"""
import json,re,math,sys,glob,os
from collections import Counter,defaultdict
from itertools import combinations
import numpy as np
RECORDS, CASES_DIR = sys.argv[1:3]
import tomllib
W=tomllib.load(open('crates/headwater/data/en/wording.toml','rb'))
STOP=set(W['stop']); NEG=set(W['negations']); HARM=W['harmless']
NUM={**W['numbers']['words'],'one':1}
SC=W['numbers']['scales']
tok=re.compile(r"[^\W_]+(?:[.,'’\-][^\W_]+)*")
def stem(w):
    w=w.replace('’',"'")
    if w.endswith("'s"): w=w[:-2]
    for e in ('ations','ation','ings','ing','ied','ies','ed','es','ly','s','e'):
        if w.endswith(e) and len(w)-len(e)>=3:
            w=w[:-len(e)]; break
    if len(w)>4 and w[-1]==w[-2]: w=w[:-1]
    return w[:6]
def nums(text):
    out=set()
    for m in tok.finditer(text):
        w=m.group().lower()
        mm=re.match(r'^(\d[\d,]*(?:\.\d+)?)',w)
        if mm:
            v=float(mm.group(1).replace(',',''))
            rest=text[m.end():m.end()+12].lower().split()
            if rest and rest[0] in SC and len(rest[0])>2: v*=SC[rest[0]]
            out.add(v)
        elif w in NUM and w!='one': out.add(NUM[w])
        elif '-' in w and all(x in NUM for x in w.split('-')): out.add(sum(NUM[x] for x in w.split('-')))
    if re.search(r'twenty one',text.lower()): out.add(21.0)
    return out
class S: pass
def profile(text):
    s=S(); s.text=text
    s.words=[m.group().lower().replace('’',"'") for m in tok.finditer(text)]
    s.terms=Counter(stem(w) for w in s.words if w not in STOP)
    s.seq=[stem(w) for w in s.words]
    s.caps={stem(m.group().lower()) for m in tok.finditer(text) if m.group()[0].isupper() and m.group().lower() not in STOP}
    s.nums=nums(text)
    t=' '.join(s.words)
    for h in HARM: t=t.replace(h,'')
    s.neg=any(w in NEG for w in t.split())
    return s
def load(name):
    recs=[json.loads(l) for l in open(f'{RECORDS}/{name}.jsonl')]
    arts={r['id']:r for r in recs if r['type']=='article'}
    exp=json.load(open(f'{CASES_DIR}/{name}/expected.json'))
    story={}
    sts=[]
    for r in recs:
        if r['type']!='story': continue
        for c in r['claims']:
            for a in c['appearances']:
                t=arts[a['article']]['text']
                s=profile(t[a['start']:a['end']]); s.art=a['article']; s.start=a['start']; s.end=a['end']; s.story=r['id']; sts.append(s)
    # one story per gold group
    sgroup={}
    for i,g in enumerate(exp['stories']):
        for x in g: sgroup[x]=i
    for s in sts:
        ref=arts[s.art]['ref'].rsplit('/',1)[-1]; s.ref=ref; s.group=sgroup.get(ref,-1)
    return exp,arts,sts
def find(text,wanted):
    m=re.search(r"\s+".join(re.escape(w) for w in wanted.split()),text); return m.span() if m else None
def prepare(sts):
    bygroup=defaultdict(list)
    for s in sts: bygroup[s.group].append(s)
    for g in bygroup.values():
        df=Counter()
        for s in g: df.update(set(s.terms))
        N=len(g)
        for s in g:
            s.idf={t:math.log((N+1)/(df[t]+0.5)) for t in s.terms}
            s.wsum=sum(s.idf.values()); s.N=N
def run(a,b):
    best=0; bs=b.seq; prev=[0]*(len(bs)+1)
    for x in a.seq:
        cur=[0]*(len(bs)+1)
        for j,y in enumerate(bs):
            if x==y: cur[j+1]=prev[j]+1; best=max(best,cur[j+1])
        prev=cur
    return best
def feats(a,b):
    sh=[t for t in a.idf if t in b.idf]
    w=sum(a.idf[t] for t in sh)
    uni=a.wsum+b.wsum-w
    mn=max(min(a.wsum,b.wsum),1e-6); mx=max(a.wsum,b.wsum,1e-6)
    jac=w/uni if uni>0 else 0
    cont=w/max(mn,8.0)
    r=run(a,b)
    ns=len(a.nums&b.nums); 
    numshare=1.0 if ns else 0.0
    numconf=1.0 if a.nums and b.nums and not ns else 0.0
    numone=1.0 if bool(a.nums)!=bool(b.nums) else 0.0
    capsh=len(a.caps&b.caps)/max(1,min(len(a.caps),len(b.caps))) if a.caps and b.caps else 0.3
    neg=1.0 if a.neg!=b.neg else 0.0
    same=1.0 if a.art==b.art else 0.0
    return [w/10, jac, cont, min(r,8)/8, numshare*min(1,0.3+jac*2), numconf, same, r/ max(3,min(len(a.seq),len(b.seq)))] if not (neg and cont>0.55) else [0]*5+[5,0,0]
NAMES=['shared','jaccard','contain','run','numshare','numconf','same','runfrac']
def gold(exp,arts,sts):
    """maps gold unit -> statement index (best IoU)"""
    byref=defaultdict(list)
    for i,s in enumerate(sts): byref[s.ref].append(i)
    units=[]
    for w in exp['claims']:
        for key,qs in w['appearances'].items():
            for q in ([qs] if isinstance(qs,str) else qs):
                if not byref.get(key): units.append((w['id'],None)); continue
                t=arts[sts[byref[key][0]].art]['text']; wh=find(t,q); best=(0,None); alls=[]
                if wh:
                    size=wh[1]-wh[0]
                    for i in byref[key]:
                        s=sts[i]
                        if s.end-s.start<=3*size+100:
                            ov=min(s.end,wh[1])-max(s.start,wh[0])
                            if ov>0 and ov>=.5*min(size,s.end-s.start) and ov>=.25*size:
                                iou=ov/(size+s.end-s.start-ov); best=max(best,(iou,i)); alls.append((iou,i))
                units.append((w['id'],best[1],[i for iou,i in alls if iou>=0.8*best[0]]) if best[1] is not None else (w['id'],None,[]))
    return units
def cluster(sts,P,thr,link=0.0):
    # average link
    n=len(sts); cl={i:[i] for i in range(n)}; of=list(range(n))
    pairs=sorted(((p,i,j) for (i,j),p in P.items() if p>=thr),key=lambda x:(-x[0],x[1],x[2]))
    for p,i,j in pairs:
        a,b=of[i],of[j]
        if a==b: continue
        tot=sum(P.get((min(x,y),max(x,y)),0.0) for x in cl[a] for y in cl[b])
        if tot/(len(cl[a])*len(cl[b]))>=thr:
            cl[a]+=cl[b]
            for y in cl[b]: of[y]=a
            del cl[b]
    return of
def joined(units,of):
    fits=[]
    sup=Counter()
    for u in units:
        cs={of[i] for i in u[2]} if len(u)>2 else set()
        fits.append(cs); sup.update(cs)
    top=[max(sorted(c),key=lambda x:sup[x]) if c else None for c in fits]
    g={(a,b) for a,b in combinations(range(len(units)),2) if units[a][0]==units[b][0]}
    s={(a,b) for a,b in combinations(range(len(units)),2) if top[a] is not None and top[a]==top[b]}
    p=len(g&s)/len(s) if s else 0; r=len(g&s)/len(g) if g else 1
    return p,r,(2*p*r/(p+r) if p+r else 0)
CASES=[os.path.basename(f)[:-6] for f in sorted(glob.glob('/tmp/hw/x-claims/*.jsonl')) if 'pairs' not in f]
if __name__=='__main__':
    from sklearn.linear_model import LogisticRegression
    data={}
    for c in CASES:
        exp,arts,sts=load(c); prepare(sts); units=gold(exp,arts,sts)
        lab=defaultdict(set)
        for u in units:
            if u[1] is not None: lab[u[1]].add(u[0])
        F={}
        post=defaultdict(list)
        for i,s in enumerate(sts):
            for t in s.idf: post[s.group,t].append(i)
        for k,l in post.items():
            for i,j in combinations(l,2):
                if (i,j) not in F:
                    a,b=sts[i],sts[j]
                    if a.art==b.art and min(a.end,b.end)>max(a.start,b.start): continue
                    F[i,j]=feats(a,b)
        X=[];y=[];w=[]
        for (i,j),f in F.items():
            if i in lab and j in lab: X.append(f); y.append(1 if lab[i]&lab[j] else 0); w.append(1.0)
            elif (i in lab or j in lab) and (f[1]>0.12): X.append(f); y.append(0); w.append(0.15)
        data[c]=(sts,units,F,np.array(X),np.array(y),np.array(w))
        print(c,len(sts),len(F),sum(y),len(y),file=sys.stderr)
    res=defaultdict(list)
    def fit(cs):
        X=np.concatenate([data[c][3] for c in cs]); y=np.concatenate([data[c][4] for c in cs]); w=np.concatenate([data[c][5]/ (data[c][5].sum()) *1000 for c in cs])
        return LogisticRegression(C=float(os.environ.get('C','0.3')),max_iter=2000).fit(X,y,sample_weight=w)
    THR=[.22,.25,.28,.31]
    for c in CASES:
        m=fit([x for x in CASES if x!=c]); sts,units,F,*_=data[c]
        keys=list(F); p=m.predict_proba(np.array([F[k] for k in keys]))[:,1]; P=dict(zip(keys,p))
        for t in THR: res[t].append(joined(units,cluster(sts,P,t)))
    for t in THR: print(t,'mean F1 %.3f'%np.mean([r[2] for r in res[t]]),' '.join('%.2f/%.2f/%.2f'%r for r in res[t]))
    m=fit(CASES); print(dict(zip(NAMES,m.coef_[0].round(2))),m.intercept_)
    