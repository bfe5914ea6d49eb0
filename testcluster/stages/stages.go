// Package stages holds what kwok does with nodes and pods, and the words by which a pod asks for bad behaviour.
package stages

import (
	"bytes"
	"embed"
	"fmt"
	"io/fs"
	"regexp"
	"strings"
)

// Annotations of a pod (of the pod template, in a Deployment).
const (
	// BehaviourAnnotation says how all containers of the pod behave; it goes before the image tags.
	BehaviourAnnotation = "testcluster.spin-delivery.io/behaviour"
	// DelayAnnotation is how long a slow pod takes to become ready, and a failed or succeeded one to end: "2s".
	DelayAnnotation = "testcluster.spin-delivery.io/delay"
	// LogAnnotation is the log of each container of the pod, in place of the built-in lines.
	LogAnnotation = "testcluster.spin-delivery.io/log"
)

// Behaviours are the values of BehaviourAnnotation, and with a dash in front the words that work in image tags.
var Behaviours = []string{
	"neverready", "crash", "oom", "pullfail", "slow", "failed", "succeeded", "restartonce",
}

//go:embed *.yaml
var files embed.FS

//go:embed snippets/*
var snippets embed.FS

var placeholder = regexp.MustCompile(`(?m)^([ ]*)(.*?)\$\{([a-z-]+)\}(.*)$`)

// Configuration returns kwok's configuration: all stages with their snippets filled in.
//
// A stage names a snippet as ${name}, for the file snippets/name; each of its lines is indented as the line with the
// placeholder is. The stages would be ten times as long without: kwok knows no sharing between them.
func Configuration() ([]byte, error) {
	names, err := fs.Glob(files, "*.yaml")
	if err != nil {
		return nil, err
	}
	var documents [][]byte
	for _, name := range names {
		content, err := files.ReadFile(name)
		if err != nil {
			return nil, err
		}
		filled, err := fill(string(content))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		documents = append(documents, []byte(filled))
	}
	return bytes.Join(documents, []byte("---\n")), nil
}

// fill replaces placeholders, also those inside of snippets.
func fill(text string) (string, error) {
	var failure error
	filled := placeholder.ReplaceAllStringFunc(text, func(line string) string {
		parts := placeholder.FindStringSubmatch(line)
		indent, before, name, after := parts[1], parts[2], parts[3], parts[4]
		content, err := snippets.ReadFile("snippets/" + name)
		if err != nil {
			failure = fmt.Errorf("no snippet ${%s}", name)
			return line
		}
		snippet, err := fill(strings.TrimRight(string(content), "\n"))
		if err != nil {
			failure = err
			return line
		}
		return indent + before + strings.ReplaceAll(snippet, "\n", "\n"+indent) + after
	})
	return filled, failure
}
