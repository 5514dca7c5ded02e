// Command couplet-cluster is a Kubernetes control plane for tests and the demo.
// The first argument names the component to run; the rest are its own flags:
//
//	couplet-cluster etcd --data-dir …
//	couplet-cluster kube-apiserver --etcd-servers …
package main

import (
	"fmt"
	"os"
	_ "time/tzdata" // CronJobs name time zones that the machine may lack

	"github.com/spf13/cobra"
	"go.etcd.io/etcd/server/v3/etcdmain"
	"k8s.io/component-base/cli"
	_ "k8s.io/component-base/logs/json/register"
	_ "k8s.io/component-base/metrics/prometheus/clientgo"
	_ "k8s.io/component-base/metrics/prometheus/version"
	kubeapiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	kubecontrollermanager "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	kubescheduler "k8s.io/kubernetes/cmd/kube-scheduler/app"
)

const usage = "usage: couplet-cluster etcd|kube-apiserver|kube-controller-manager|kube-scheduler [flag]..."

func main() {
	if len(os.Args) < 2 {
		exitWithUsage()
	}
	// Each component reads os.Args as if it were its own program.
	component := os.Args[1]
	os.Args = os.Args[1:]

	switch component {
	case "etcd":
		etcdmain.Main(os.Args)
	case "kube-apiserver":
		runKubernetes(kubeapiserver.NewAPIServerCommand())
	case "kube-controller-manager":
		runKubernetes(kubecontrollermanager.NewControllerManagerCommand())
	case "kube-scheduler":
		runKubernetes(kubescheduler.NewSchedulerCommand())
	default:
		exitWithUsage()
	}
}

func runKubernetes(command *cobra.Command) {
	os.Exit(cli.Run(command))
}

func exitWithUsage() {
	fmt.Fprintln(os.Stderr, usage)
	os.Exit(2)
}
