package main

import (
	"encoding/json"
	"log"
	"net/http"
	"strings"
	"sync"
)

// ledger counts by id, of the form RUN-NUMBER. POST /ID enters an execution; GET /RUN tells of a run how many ids were
// executed, and which of them more than once.
type ledger struct {
	mutex sync.Mutex
	times map[string]int
}

func newLedger() http.Handler {
	l := &ledger{times: map[string]int{}}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /{id}", l.enter)
	mux.HandleFunc("GET /{run}", l.tell)
	return mux
}

func (l *ledger) enter(w http.ResponseWriter, r *http.Request) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.times[r.PathValue("id")]++
	w.WriteHeader(http.StatusNoContent)
}

func (l *ledger) tell(w http.ResponseWriter, r *http.Request) {
	page := struct {
		Executed int            `json:"executed"`
		Repeated map[string]int `json:"repeated"`
	}{Repeated: map[string]int{}}
	l.mutex.Lock()
	defer l.mutex.Unlock()
	for id, times := range l.times {
		if strings.HasPrefix(id, r.PathValue("run")+"-") {
			page.Executed++
			if times > 1 {
				page.Repeated[id] = times
			}
		}
	}
	w.Header().Set("content-type", "application/json")
	if err := json.NewEncoder(w).Encode(page); err != nil {
		log.Print(err)
	}
}
