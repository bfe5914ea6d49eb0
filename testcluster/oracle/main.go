// Command oracle tells the tests how kubectl reads YAML and JSON.
//
// It answers one case per line of standard input with one line on standard output, both JSON:
//
//	{"mode":"document","content":"<base64>"}  ->  {"json":[<value>]} or {"error":"..."}
//	{"mode":"stream","content":"<base64>"}    ->  {"json":[<value>,...]} or {"error":"..."}
//
// Mode "document" is sigs.k8s.io/yaml, which reads the first document and nothing else. Mode "stream" is the decoder
// that kubectl puts around it to take files apart; null documents are left out there, as kubectl does.
//
//	oracle time FILE [COUNT]
//
// times the reading of all documents of a file into Go values, as a comparison for ReadingBench: it prints
// "documents N first N.N median N.N" in milliseconds, the first reading of the process, which begins before the file is
// opened, and the median of COUNT (11) warm ones; with COUNT 0 there are none, and the whole process can be timed.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"time"

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

// Warm readings that are not measured, as many as those of ReadingBench.
const warmUp = 20

func main() {
	var err error
	if len(os.Args) > 2 && os.Args[1] == "time" {
		err = timeReading(os.Args[2], os.Args[3:], os.Stdout)
	} else {
		err = run(os.Stdin, os.Stdout)
	}
	if err != nil {
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

func timeReading(file string, arguments []string, out io.Writer) error {
	measured := 11
	if len(arguments) > 0 {
		var err error
		if measured, err = strconv.Atoi(arguments[0]); err != nil {
			return err
		}
	}
	start := time.Now()
	content, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	documents, err := values(content)
	if err != nil {
		return err
	}
	first := time.Since(start)
	median := first
	if measured > 0 {
		if median, err = warm(content, measured); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(out, "documents %d first %.1f median %.1f\n", documents, millis(first), millis(median))
	return err
}

func warm(content []byte, measured int) (time.Duration, error) {
	var times []time.Duration
	for i := -warmUp; i < measured; i++ {
		start := time.Now()
		if _, err := values(content); err != nil {
			return 0, err
		}
		if i >= 0 {
			times = append(times, time.Since(start))
		}
	}
	slices.Sort(times)
	return times[len(times)/2], nil
}

// values reads as kubectl does: each document by sigs.k8s.io/yaml to JSON, and that into a map.
func values(content []byte) (int, error) {
	documents, err := stream(content)
	if err != nil {
		return 0, err
	}
	for _, document := range documents {
		var value map[string]any
		if err := json.Unmarshal(document, &value); err != nil {
			return 0, err
		}
	}
	return len(documents), nil
}

func millis(d time.Duration) float64 {
	return float64(d.Microseconds()) / 1000
}
