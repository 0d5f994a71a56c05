package main

import (
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"time"
)

// What a streaming method takes for its answer, so that updates happen while it runs.
const (
	messages     = 10
	messageEvery = 100 * time.Millisecond
)

// call answers a call of gRPC, whose frames and trailers are few enough to be written here: the method Stream with
// several messages, any other with one. Each is the answer's head and the message that came.
func (b backend) call(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("content-type", "application/grpc")
	w.Header().Set("trailer", "grpc-status, grpc-message")
	err := b.tell(w, r)
	if err != nil {
		w.Header().Set("grpc-status", "13")
		w.Header().Set("grpc-message", err.Error())
		return
	}
	w.Header().Set("grpc-status", "0")
}

func (b backend) tell(w http.ResponseWriter, r *http.Request) error {
	message, err := readMessage(r.Body)
	if err != nil {
		return err
	}
	if err := b.enter(r.Header.Get("x-id")); err != nil {
		return err
	}
	answer := append([]byte(b.head(len(message))), message...)
	if r.PathValue("method") != "Stream" {
		return writeMessage(w, answer)
	}
	for range messages {
		if err := writeMessage(w, answer); err != nil {
			return err
		}
		if err := http.NewResponseController(w).Flush(); err != nil {
			return err
		}
		time.Sleep(messageEvery)
	}
	return nil
}

// readMessage reads the one message of a body.
func readMessage(body io.Reader) ([]byte, error) {
	all, err := io.ReadAll(body)
	if err != nil {
		return nil, err
	}
	if len(all) < 5 || all[0] != 0 || int(binary.BigEndian.Uint32(all[1:])) != len(all)-5 {
		return nil, fmt.Errorf("%d bytes that are not one message", len(all))
	}
	return all[5:], nil
}

func writeMessage(w io.Writer, message []byte) error {
	framed := binary.BigEndian.AppendUint32([]byte{0}, uint32(len(message)))
	_, err := w.Write(append(framed, message...))
	return err
}
