// The backend of the cluster's tests, and the ledger in which all backends write what they executed.
//
//	echo -name shop-v1 -ledger http://ledger:8080 -linger 5s
//	echo -keep-ledger
//
// A backend answers every request with its name and the number of bytes that it received, followed by as many bytes
// as the query parameter "size" asks for. A request with an x-id is entered into the ledger before it is answered;
// one that can't be is answered with 500. After SIGTERM it goes on for the time that endpoints need to spread.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"net/http"
	"os/signal"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

func main() {
	address := flag.String("listen", ":8080", "")
	name := flag.String("name", "echo", "what it calls itself in answers")
	ledgerURL := flag.String("ledger", "", "where executions are told; nobody is told if empty")
	linger := flag.Duration("linger", 5*time.Second, "how long it serves on after SIGTERM")
	keepLedger := flag.Bool("keep-ledger", false, "be the ledger")
	flag.Parse()

	handler := backend(*name, *ledgerURL)
	if *keepLedger {
		handler = newLedger()
	}
	server := &http.Server{Addr: *address, Handler: handler}
	ended, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	go func() {
		if err := server.ListenAndServe(); err != http.ErrServerClosed {
			log.Fatal(err)
		}
	}()
	<-ended.Done()
	time.Sleep(*linger)
	if err := server.Shutdown(context.Background()); err != nil {
		log.Fatal(err)
	}
}

func backend(name, ledgerURL string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		received, err := io.Copy(io.Discard, r.Body)
		if err != nil {
			http.Error(w, "the body was cut: "+err.Error(), http.StatusBadRequest)
			return
		}
		if id := r.Header.Get("x-id"); id != "" && ledgerURL != "" {
			if err := enter(ledgerURL, id); err != nil {
				http.Error(w, err.Error(), http.StatusInternalServerError)
				return
			}
		}
		size, _ := strconv.Atoi(r.URL.Query().Get("size"))
		head := fmt.Sprintf("%s %d\n", name, received)
		w.Header().Set("content-length", strconv.Itoa(len(head)+size))
		io.WriteString(w, head)
		io.WriteString(w, strings.Repeat("x", size))
	})
}

func enter(ledgerURL, id string) error {
	answer, err := http.Post(ledgerURL+"/"+id, "text/plain", nil)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if _, err := io.Copy(io.Discard, answer.Body); err != nil {
		return err
	}
	if answer.StatusCode != http.StatusNoContent {
		return fmt.Errorf("the ledger answered %s", answer.Status)
	}
	return nil
}

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
