// Command oracle tells the tests how kubectl reads YAML and JSON.
//
// It answers one case per line of standard input with one line on standard output, both JSON:
//
//	{"mode":"document","content":"<base64>"}  ->  {"json":[<value>]} or {"error":"..."}
//	{"mode":"stream","content":"<base64>"}    ->  {"json":[<value>,...]} or {"error":"..."}
//
// Mode "document" is sigs.k8s.io/yaml, which reads the first document and nothing else. Mode "stream" is the decoder
// that kubectl puts around it to take files apart; null documents are left out there, as kubectl does.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"
)

type question struct {
	Mode    string `json:"mode"`
	Content []byte `json:"content"`
}

type answer struct {
	JSON  []json.RawMessage `json:"json"`
	Error string            `json:"error,omitempty"`
}

// kubectlBuffer is the look-ahead with which kubectl's file visitor guesses whether a stream is JSON.
const kubectlBuffer = 4096

func main() {
	if err := run(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "oracle:", err)
		os.Exit(1)
	}
}

func run(in io.Reader, out io.Writer) error {
	questions := json.NewDecoder(bufio.NewReader(in))
	answers := json.NewEncoder(out)
	for {
		var q question
		if err := questions.Decode(&q); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		documents, err := read(q)
		a := answer{JSON: documents}
		if err != nil {
			a = answer{Error: err.Error()}
		}
		if err := answers.Encode(a); err != nil {
			return err
		}
	}
}

func read(q question) ([]json.RawMessage, error) {
	switch q.Mode {
	case "document":
		value, err := yaml.YAMLToJSON(q.Content)
		return []json.RawMessage{value}, err
	case "stream":
		return stream(q.Content)
	default:
		return nil, fmt.Errorf("unknown mode %q", q.Mode)
	}
}

func stream(content []byte) ([]json.RawMessage, error) {
	decoder := utilyaml.NewYAMLOrJSONDecoder(bytes.NewReader(content), kubectlBuffer)
	documents := []json.RawMessage{}
	for {
		var document json.RawMessage
		if err := decoder.Decode(&document); errors.Is(err, io.EOF) {
			return documents, nil
		} else if err != nil {
			return nil, err
		}
		document = bytes.TrimSpace(document)
		if len(document) == 0 || bytes.Equal(document, []byte("null")) {
			continue
		}
		documents = append(documents, append(json.RawMessage(nil), document...))
	}
}
