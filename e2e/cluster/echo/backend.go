package main

import (
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// backend answers requests, whichever protocol they come by.
type backend struct {
	name      string
	ledgerURL string
}

func (b backend) handler(talks http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/", b.answer)
	mux.HandleFunc("POST /shop.Echo/{method}", b.call)
	mux.Handle("/ws", talks)
	return mux
}

// answer is followed by as many bytes as the query parameter "size" asks for.
func (b backend) answer(w http.ResponseWriter, r *http.Request) {
	received, err := io.Copy(io.Discard, r.Body)
	if err != nil {
		http.Error(w, "the body was cut: "+err.Error(), http.StatusBadRequest)
		return
	}
	if err := b.enter(r.Header.Get("x-id")); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	size, _ := strconv.Atoi(r.URL.Query().Get("size"))
	head := b.head(int(received))
	w.Header().Set("content-length", strconv.Itoa(len(head)+size))
	io.WriteString(w, head)
	io.WriteString(w, strings.Repeat("x", size))
}

// head is what every answer begins with.
func (b backend) head(received int) string {
	return fmt.Sprintf("%s %d\n", b.name, received)
}

// enter tells the ledger of an execution.
func (b backend) enter(id string) error {
	if id == "" || b.ledgerURL == "" {
		return nil
	}
	answer, err := http.Post(b.ledgerURL+"/"+id, "text/plain", nil)
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
