// The backend of the cluster's tests, and the ledger in which all backends write what they executed.
//
//	echo -name shop-v1 -ledger http://ledger:8080 -linger 5s
//	echo -keep-ledger
//
// On one port it speaks HTTP/1.1 and HTTP/2 in clear text, gRPC below /shop.Echo/, and WebSocket at /ws. Every answer
// begins with its name and the number of bytes that it received. What has an id is entered into the ledger before it
// is answered; what can't be is answered as failed. After SIGTERM it goes on for the time that endpoints need to spread.
package main

import (
	"context"
	"flag"
	"log"
	"net/http"
	"os/signal"
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

	backend := backend{*name, *ledgerURL}
	talks := newTalks(backend)
	handler := backend.handler(talks)
	if *keepLedger {
		handler = newLedger()
	}
	server := &http.Server{Addr: *address, Handler: handler, Protocols: &http.Protocols{}}
	server.Protocols.SetHTTP1(true)
	server.Protocols.SetUnencryptedHTTP2(true)
	ended, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	go func() {
		if err := server.ListenAndServe(); err != http.ErrServerClosed {
			log.Fatal(err)
		}
	}()
	<-ended.Done()
	time.Sleep(*linger)
	// Shutdown sends GOAWAY on connections of HTTP/2 and waits for their streams, but forgets WebSockets.
	talks.sayGoodbye()
	if err := server.Shutdown(context.Background()); err != nil {
		log.Fatal(err)
	}
}
