# 方案通 Planpress. Each goal does its own set-up first; what is done leaves a stamp in .build/setup and is not done again.
#
#   make site     网站、PDF 和各种导出，放进 site/
#   make serve    边改边看：保存 YAML 或 Markdown，浏览器里马上看到
#   make test     全部测试，包括浏览器里的（ARGS="-k 名称" 只跑一部分）
#   make doctor   检查这台机器还缺什么
#   make bench    量速度，约十分钟；ARGS=--full 量到最大的规模，要一个小时以上
#   make lint     查代码：写法、类型、版式；make format 把版式改好
#   make features  重写 ARCHITECTURE.md 里“每种内容在哪些文件里”的表
#   make fuzz     用十万份弄坏的文件试每一个读取程序，命令在更多时刻打断，凡用随机例子的测试另抽一批，要一两个小时
#   make prints   印六十份随机的公文，不许超出、重叠、丢字（INPUTS= 写几份）
#   make audit    查所用的程序库有没有已知的漏洞（要能连上漏洞库）
#   make lock  clean  distclean

SHELL := /bin/bash
.DEFAULT_GOAL := site
.DELETE_ON_ERROR:
.PHONY: site serve test fuzz prints lint format features bench doctor lock audit clean distclean setup setup-test

PY := .venv/bin/python
STAMPS := .build/setup
export PYTHONUTF8 := 1

# A stamp whose result is gone (folder cleaned, Python upgraded, fonts deleted) does not count.
$(shell mkdir -p $(STAMPS); test -x $(PY) || rm -f $(STAMPS)/venv; test -f .fonts/VERSION || rm -f $(STAMPS)/fonts; test -f .editor/VERSION || rm -f $(STAMPS)/editor)

setup: $(STAMPS)/system-site $(STAMPS)/venv $(STAMPS)/fonts
setup-test: setup $(STAMPS)/system-test $(STAMPS)/editor

$(STAMPS)/system-site $(STAMPS)/system-test: $(STAMPS)/system-%: scripts/setup.sh scripts/campaign/doctor.py
	@scripts/setup.sh system $*
	@touch $@

$(STAMPS)/venv: requirements.txt | $(STAMPS)/system-site
	@scripts/setup.sh venv
	@touch $@

$(STAMPS)/fonts: scripts/fonts.py | $(STAMPS)/venv
	@scripts/setup.sh fonts
	@touch $@

# The form library of the browser editor; a site needs none.
$(STAMPS)/editor: scripts/setup.sh | $(STAMPS)/system-site
	@scripts/setup.sh editor
	@touch $@

site: setup
	$(PY) scripts/plan.py doctor
	$(PY) scripts/plan.py build

serve: setup $(STAMPS)/editor
	$(PY) scripts/plan.py serve

test: setup-test
	$(PY) -m pytest -n 2 --dist loadfile $(ARGS)

fuzz: setup-test
	FUZZ=$(or $(INPUTS),100000) MOMENTS=12 PUBLISH_EVERY_STEP=1 $(PY) -m pytest -n 2 --dist load -q tests/test_fuzz.py tests/test_interrupted.py tests/test_publish.py $$(grep -l "@given" tests/*.py) $(ARGS)

# Random documents: none may overflow, overlap, lose a character or be refused.
prints: setup-test
	PRINTS=$(or $(INPUTS),60) $(PY) -m pytest -q tests/test_measured.py $(ARGS)

# Rules, types and looks of the code: Python at 120 columns, templates indented by djhtml and at most 160 columns wide.
TEMPLATES = $(shell find scripts overrides -name '*.html')
lint: $(STAMPS)/venv
	$(PY) -m ruff check scripts tests bench
	$(PY) -m ruff format --check scripts tests bench
	@$(PY) -m djhtml --check -t 2 $(TEMPLATES)
	@! LC_ALL=C.UTF-8 grep -nE '.{161}' $(TEMPLATES)
	$(PY) -m mypy

# The same looks given to everything that lacks them.
format: $(STAMPS)/venv
	$(PY) -m ruff check --fix-only scripts tests bench
	$(PY) -m ruff format scripts tests bench
	@$(PY) -m djhtml -t 2 $(TEMPLATES)

features: $(STAMPS)/venv
	PYTHONPATH=scripts $(PY) scripts/features.py

bench: setup
	@for file in bench/*_bench.py; do echo "== $$file"; PYTHONPATH=scripts $(PY) "$$file" $(ARGS) || exit 1; done

# Also on a machine where nothing is set up yet.
doctor:
	@PYTHONPATH=scripts $(or $(wildcard $(PY)),python3) -m campaign.doctor

# Tools that only pin and only look things up; they never come into .venv.
$(STAMPS)/tools: | $(STAMPS)/system-site
	rm -rf .build/tools
	$(LOCK_PYTHON) -m venv .build/tools
	.build/tools/bin/python -m pip install -qq --disable-pip-version-check 'uv>=0.5,<1' 'pip-audit>=2.7,<3'
	@touch $@

# requirements.in → requirements.txt: one version of each package for all of Python 3.11 to 3.13, and the hashes of every file of that version, so
# that x86_64 and aarch64 both install. What is pinned stays where it still fits; ARGS=--upgrade takes the newest of everything.
LOCK_PYTHON ?= $(firstword $(wildcard /usr/bin/python3.11) python3)
lock: $(STAMPS)/tools
	@cp requirements.txt .build/requirements.txt
	.build/tools/bin/uv pip compile -q requirements.in -o .build/requirements.txt --universal --python-version 3.11 --fork-strategy fewest \
	  --generate-hashes --no-header --no-annotate --no-emit-package brotlicffi $(ARGS)
	@{ echo '# Exact versions and hashes of everything in requirements.in and what it needs. Written by `make lock`: do not edit by hand.'; \
	  grep -v '^#' .build/requirements.txt; } > .build/requirements.new
	mv .build/requirements.new requirements.txt

audit: $(STAMPS)/tools
	@.build/tools/bin/python scripts/audit.py

# What builds made; the set-up stays.
clean:
	rm -rf site
	find .build -mindepth 1 -maxdepth 1 ! -name setup -exec rm -rf {} +

# Everything that is not in the repository.
distclean: clean
	rm -rf .build .venv .fonts .editor .pytest_cache .mypy_cache .ruff_cache .hypothesis
