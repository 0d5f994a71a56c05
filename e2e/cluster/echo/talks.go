package main

import (
	"bytes"
	"context"
	"net/http"
	"sync"

	"github.com/coder/websocket"
)

const largestMessage = 1 << 20

// talks are the WebSockets that are open. Each message, which begins with its id and a space, is answered with the
// answer's head and itself.
type talks struct {
	backend backend
	mutex   sync.Mutex
	open    map[*websocket.Conn]bool
	leaving bool
}

func newTalks(b backend) *talks {
	return &talks{backend: b, open: map[*websocket.Conn]bool{}}
}

func (t *talks) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	socket, err := websocket.Accept(w, r, nil)
	if err != nil {
		return
	}
	defer socket.CloseNow()
	socket.SetReadLimit(largestMessage)
	if !t.begin(socket) {
		socket.Close(websocket.StatusGoingAway, "")
		return
	}
	defer t.end(socket)
	for {
		if err := t.answer(socket); err != nil {
			socket.Close(websocket.StatusInternalError, err.Error()[:min(100, len(err.Error()))])
			return
		}
	}
}

func (t *talks) answer(socket *websocket.Conn) error {
	kind, message, err := socket.Read(context.Background())
	if err != nil {
		return err
	}
	id, _, _ := bytes.Cut(message, []byte(" "))
	if err := t.backend.enter(string(id)); err != nil {
		return err
	}
	answer := append([]byte(t.backend.head(len(message))), message...)
	return socket.Write(context.Background(), kind, answer)
}

func (t *talks) begin(socket *websocket.Conn) bool {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	if t.leaving {
		return false
	}
	t.open[socket] = true
	return true
}

func (t *talks) end(socket *websocket.Conn) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	delete(t.open, socket)
}

// sayGoodbye tells each client that it goes away, and returns when they have said the same or had the time for it.
func (t *talks) sayGoodbye() {
	var goodbyes sync.WaitGroup
	t.mutex.Lock()
	t.leaving = true
	for socket := range t.open {
		goodbyes.Go(func() { socket.Close(websocket.StatusGoingAway, "") })
	}
	t.mutex.Unlock()
	goodbyes.Wait()
}
